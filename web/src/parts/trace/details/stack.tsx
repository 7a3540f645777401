import { useTranslation } from 'react-i18next';
import type { Thrown } from '../../../../../server/src/query/schema/trace.ts';
import { Copy } from '../copy.tsx';
import classes from './details.module.css';

/** An exception and its causes with their stacks, as they would stand in a log. */
export function Stack({ chain }: { readonly chain: readonly Thrown[] }) {
  const { t } = useTranslation();
  if (chain.length === 0) return null;
  const text = chain.map(written).join('\nCaused by: ');
  return (
    <>
      <div className={classes.bar}>
        <h3>{t('trace.details.stack')}</h3>
        <Copy value={text} label={t('trace.details.copyStack')} />
      </div>
      <pre className={classes.stack} tabIndex={0}>
        {text}
      </pre>
    </>
  );
}

const written = ({ className, message, frames }: Thrown): string =>
  [`${className}${message === '' ? '' : `: ${message}`}`, ...frames.map(frame)].join('\n');

const frame = ({ className, methodName, fileName, line }: Thrown['frames'][number]): string => {
  const method = [className, methodName].filter((part) => part !== '').join('.');
  return `    at ${method}(${fileName}${line > 0 ? `:${line}` : ''})`;
};
