import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { portalHost } from './portal-host.ts';

/** One line of a menu. `key`: shown at the right, such as `Del`. */
export type MenuItem =
  | { readonly kind?: 'item'; readonly id: string; readonly label: string; readonly shortcut?: string; readonly danger?: boolean; readonly disabled?: boolean; readonly onSelect: () => void }
  | { readonly kind: 'label'; readonly id: string; readonly label: string }
  | { readonly kind: 'separator'; readonly id: string };

export interface MenuProps {
  readonly items: readonly MenuItem[];
  /** The button that opens it. */
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}

export function Menu({ items, children, align = 'start' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={portalHost()}>
        <Radix.Content className="menu" align={align} sideOffset={6} collisionPadding={8}>
          <MenuItems items={items} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A menu at a point of the page; `null` closes it. */
export function MenuAt({ at, items, label, onClose }: { readonly at: { readonly x: number; readonly y: number } | null; readonly items: readonly MenuItem[]; readonly label: string; readonly onClose: () => void }) {
  if (at === null) return null;
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Radix.Trigger asChild>
        <span className="menu__anchor" style={{ position: 'fixed', left: at.x, top: at.y, width: 0, height: 0 }} aria-hidden="true" tabIndex={-1} />
      </Radix.Trigger>
      <Radix.Portal container={portalHost()}>
        <Radix.Content className="menu" aria-label={label} align="start" sideOffset={2} collisionPadding={8} onCloseAutoFocus={(event) => event.preventDefault()}>
          <MenuItems items={items} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuItems({ items }: { readonly items: readonly MenuItem[] }) {
  return items.map((item) => {
    if (item.kind === 'separator') return <Radix.Separator key={item.id} className="menu__separator" />;
    if (item.kind === 'label') return <Radix.Label key={item.id} className="menu__label">{item.label}</Radix.Label>;
    return (
      <Radix.Item key={item.id} className={`menu__item ${item.danger === true ? 'menu__item--danger' : ''}`} disabled={item.disabled ?? false} onSelect={item.onSelect}>
        {item.label}
        {item.shortcut !== undefined && <span className="menu__key">{item.shortcut}</span>}
      </Radix.Item>
    );
  });
}
