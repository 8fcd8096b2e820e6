import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Tab {
  readonly id: string;
  readonly label: string;
}

export interface TabsProps {
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Name of the list of tabs. */
  readonly label: string;
  readonly className?: string;
  /** Stands at the end of the row of tabs. */
  readonly aside?: ReactNode;
  /** The content of the tab that is open. */
  readonly children: ReactNode;
}

/** A row of tabs over the content of one of them. */
export function Tabs({ tabs, value, onChange, label, className = '', aside, children }: TabsProps) {
  return (
    <Radix.Root className={`tabs ${className}`} value={value} onValueChange={onChange}>
      <div className="tabs__bar">
        <Radix.List className="tabs__list" aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.id} value={tab.id} className="tabs__tab">
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="tabs__content">
          {tab.id === value ? children : null}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
