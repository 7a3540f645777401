import { useMemo } from 'react';
import { pretty } from './pretty.ts';
import classes from './sql-text.module.css';

/** A statement laid out over lines, its words coloured by what they are. */
export function SqlText({ sql }: { readonly sql: string }) {
  const tokens = useMemo(() => pretty(sql), [sql]);
  return (
    <pre className={classes.sql} tabIndex={0}>
      {tokens.map((token, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the words of one statement never change places
        <span key={i} className={classes[token.kind]}>
          {token.text}
        </span>
      ))}
    </pre>
  );
}
