import { useId } from 'preact/hooks';
import './Field.css';
import './Pills.css';

interface PillsProps {
  legend: string;
  /** Kept unique by the caller: it also names the group for links to it. */
  name: string;
  hint?: string | null | undefined;
  options: readonly { value: string; label: string }[];
  value: string;
  /** The value that stands for no answer; chosen, it does not stand out. */
  blank?: string;
  onChange: (value: string) => void;
}

/** One of a few values, as buttons that are easy to hit. */
export function Pills({ legend, name, hint, options, value, blank, onChange }: PillsProps) {
  const id = useId();
  return (
    <fieldset class="pills" aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend class="label">{legend}</legend>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="row row-tight">
        {options.map(option => (
          <label key={option.value} class={option.value === blank ? 'pill pill-blank' : 'pill'}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
