import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import type { Trace, TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import { KindIcon } from '../kind-icon.tsx';
import { applicationColour, columnMs } from '../number.ts';
import type { Span } from '../timeline/layout.ts';
import classes from './tree.module.css';

/** Deeper rows are not indented further: their method would be out of sight. */
const DEEPEST = 32;
const INDENT = 10;

const chevron = <IconChevronRight size={13} aria-hidden />;

interface Props {
  readonly id: string;
  readonly t: TFunction;
  readonly row: TraceRow;
  readonly trace: Trace;
  readonly whole: Span;
  readonly template: string;
  readonly top: number;
  readonly place: number;
  readonly selected: boolean;
  readonly found: boolean;
  /** undefined for a row without children */
  readonly open: boolean | undefined;
  readonly onSelect: (id: number, show: boolean) => void;
  readonly onFold: (id: number) => void;
}

/** A line of the call tree. */
export const Row = memo(function Row(props: Props) {
  const { id, t, row, trace, whole, template, top, place, selected, found, open, onSelect, onFold } = props;
  const agent = trace.agents[row.agent]?.agentName ?? '';
  const application = trace.applications[row.application]?.applicationName ?? '';
  // How long something took that is not there is not known.
  const ms = (value: number): string => (row.kind === 'missing' ? '' : columnMs(value));
  const state = [
    row.exception !== null || row.failed ? classes.failed : '',
    row.kind === 'missing' ? classes.missing : '',
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid answers the keys
    <div
      id={id}
      role="row"
      aria-rowindex={place + 2}
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={open}
      className={`${classes.row} ${state.join(' ')}`}
      data-found={found || undefined}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      onClick={() => onSelect(row.id, false)}
      onDoubleClick={() => onSelect(row.id, true)}
    >
      <Cell className={classes.method} span={row.kind === 'missing' ? 2 : undefined}>
        <span
          className={classes.colour}
          style={{ background: applicationColour(row.application) }}
          title={application}
        />
        <span className={classes.indent} style={{ width: Math.min(row.depth, DEEPEST) * INDENT }} />
        {open === undefined ? (
          <span className={classes.leaf} />
        ) : (
          <button
            type="button"
            className={classes.fold}
            tabIndex={-1}
            aria-label={t(open ? 'trace.tree.fold' : 'trace.tree.unfold')}
            data-open={open || undefined}
            onClick={(event) => {
              event.stopPropagation();
              onFold(row.id);
            }}
          >
            {chevron}
          </button>
        )}
        <KindIcon row={row} t={t} />
        <span className={classes.title} title={row.title}>
          {row.title}
          {row.kind === 'missing' && row.argument !== '' && ` (${row.argument})`}
        </span>
      </Cell>
      {row.kind !== 'missing' && (
        <Cell className={row.kind === 'sql' ? classes.sql : undefined} title={row.argument}>
          {row.exception && (
            <span className={classes.exception} title={`${row.exception.className}: ${row.exception.message}`}>
              {shortClass(row.exception.className)}
              {row.argument === '' && row.exception.message !== '' && `: ${row.exception.message}`}
            </span>
          )}
          {row.argument}
        </Cell>
      )}
      <Cell className={classes.number}>{ms(row.gap)}</Cell>
      <Cell className={classes.number}>{ms(row.elapsed)}</Cell>
      <Cell>
        <Bar row={row} whole={whole} />
      </Cell>
      <Cell className={classes.number}>{ms(row.self)}</Cell>
      <Cell title={row.className}>{row.className}</Cell>
      <Cell title={row.api}>{row.api}</Cell>
      <Cell title={agent}>{agent}</Cell>
      <Cell title={application}>{application}</Cell>
    </div>
  );
});

interface CellProps {
  readonly className?: string | undefined;
  readonly title?: string;
  /** How many columns it takes, where that is not one. */
  readonly span?: number | undefined;
  readonly children: React.ReactNode;
}

function Cell({ className, title, span, children }: CellProps) {
  return (
    <div
      role="gridcell"
      className={className}
      title={title}
      aria-colspan={span}
      style={span ? { gridColumn: `span ${span}` } : undefined}
    >
      {children}
    </div>
  );
}

/** Where the call lies on the trace's own time line; at least two pixels, so that it is seen. */
function Bar({ row, whole }: { readonly row: TraceRow; readonly whole: Span }) {
  const total = whole.to - whole.from;
  const left = ((row.start - whole.from) / total) * 100;
  const width = (row.elapsed / total) * 100;
  return (
    <span className={classes.track}>
      <span
        className={classes.bar}
        style={{
          left: `min(${left}%, 100% - 2px)`,
          width: `${width}%`,
          background: applicationColour(row.application),
        }}
      />
    </span>
  );
}

/** `PaymentDeclinedException` of `com.shop.PaymentDeclinedException`. */
const shortClass = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
