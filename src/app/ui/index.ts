export { Button, IconButton, type ButtonProps, type IconButtonProps } from './Button.tsx';
export { Dialog, Sheet, type DialogProps } from './Dialog.tsx';
export { Glyph, Sign, StatusDot, type Tone } from './Glyph.tsx';
export { Icon, type IconName } from './Icon.tsx';
export { Menu, MenuAt, type MenuItem, type MenuProps } from './Menu.tsx';
export { Select, type SelectOption, type SelectProps } from './Select.tsx';
export { Slider, type SliderProps } from './Slider.tsx';
export { Tabs, type Tab, type TabsProps } from './Tabs.tsx';
export { Tooltip } from './Tooltip.tsx';
