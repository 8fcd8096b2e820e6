import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly ref?: Ref<HTMLButtonElement>;
}

const classOf = (look: string, more: string): string => ['button', look === 'plain' ? '' : `button--${look}`, more].filter(Boolean).join(' ');

export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={classOf(look, className)} {...rest} />;
}

export interface IconButtonProps extends Omit<ButtonProps, 'aria-label'> {
  /** What it does, for everybody who cannot see the icon. */
  readonly label: string;
  readonly children: ReactNode;
}

export function IconButton({ label, look = 'quiet', className = '', children, ...rest }: IconButtonProps) {
  return (
    <Button look={look} className={`button--icon ${className}`} aria-label={label} title={label} {...rest}>
      {children}
    </Button>
  );
}
