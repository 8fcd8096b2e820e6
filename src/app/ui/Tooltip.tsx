import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { portalHost } from './portal-host.ts';

/** Words for what has none. The trigger is the only child; what it says must not be needed to use it. */
export function Tooltip({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal container={portalHost()}>
          <Radix.Content className="tooltip" sideOffset={6} collisionPadding={8}>
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
