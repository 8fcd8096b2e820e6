import { Slider as Radix } from 'radix-ui';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** The value in words, for who cannot see it. */
  readonly valueText?: string;
  readonly onChange: (value: number) => void;
  /** The person let go. */
  readonly onCommit?: (value: number) => void;
  readonly className?: string;
}

export function Slider({ label, value, min, max, step = 1, valueText, onChange, onCommit, className = '' }: SliderProps) {
  return (
    <Radix.Root
      className={`slider ${className}`}
      value={[value]}
      min={min}
      max={Math.max(max, min + step)}
      step={step}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      onValueCommit={([next]) => next !== undefined && onCommit?.(next)}
    >
      <Radix.Track className="slider__track">
        <Radix.Range className="slider__range" />
      </Radix.Track>
      <Radix.Thumb className="slider__thumb" aria-label={label} aria-valuetext={valueText} />
    </Radix.Root>
  );
}
