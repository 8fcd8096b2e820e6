import { Select as Radix } from 'radix-ui';
import { portalHost } from './portal-host.ts';
import { Icon } from './Icon.tsx';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps {
  /** Its accessible name. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly className?: string;
}

/** One of a few; a `combobox` to who cannot see it. */
export function Select({ label, value, options, onChange, className = '' }: SelectProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange}>
      <Radix.Trigger className={`button select ${className}`} aria-label={label}>
        <Radix.Value />
        <Radix.Icon>
          <Icon name="chevronDown" size={12} />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal container={portalHost()}>
        <Radix.Content className="menu" position="popper" sideOffset={6} collisionPadding={8}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className="menu__item">
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
