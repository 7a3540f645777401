import classes from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

interface Props {
  readonly code: string;
  /** what it is, for those who do not see it */
  readonly label: string;
}

/** Lines to copy: a command, a file, code. */
export function CodeBlock({ code, label }: Props) {
  return (
    <div className={classes.block}>
      <section tabIndex={0} aria-label={label}>
        <pre>{code}</pre>
      </section>
      <div className={classes.copy}>
        <CopyButton text={code} />
      </div>
    </div>
  );
}
