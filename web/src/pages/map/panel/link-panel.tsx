import { useTranslation } from 'react-i18next';
import type { MapNode } from '../../../../../server/src/query/schema/map.ts';
import { nameOf } from '../../../charts/server-map/graph.ts';
import type { Range } from '../../../data/range.ts';
import { FilterMenu } from '../filter/filter-menu.tsx';
import { usePanel } from '../use-server-map.ts';
import { Details } from './details.tsx';
import css from './panel.module.css';
import type { Subject } from './subject.ts';

interface Props {
  readonly subject: Subject & { readonly kind: 'link' };
  readonly range: Range;
  /** Up to when its calls are counted. */
  readonly until: number;
  readonly onSelect: (key: string) => void;
}

export function LinkPanel({ subject, range, until, onSelect }: Props) {
  const { t } = useTranslation();
  const { link, from, to } = subject;
  const query = usePanel({ link: link.key });
  const end = (node: MapNode) => (
    <button type="button" className={`${css.end} ellipsis`} title={nameOf(node)} onClick={() => onSelect(node.key)}>
      {nameOf(node)}
    </button>
  );
  return (
    <Details
      query={query}
      part={{ histogram: link.histogram, alert: link.alert }}
      range={range}
      until={until}
      hasAgents={to.category === 'SERVER'}
      title={
        <>
          <div className={css.names}>
            <h2 className={css.title} aria-label={t('map.panel.linkTitle', { from: nameOf(from), to: nameOf(to) })}>
              <span className={css.ends}>
                {end(from)}
                <span aria-hidden>→</span>
                {end(to)}
              </span>
            </h2>
            <div className={`${css.facts} ellipsis`}>
              {from.application.serviceType} → {to.application.serviceType}
            </div>
          </div>
          {to.category !== 'USER' && <FilterMenu filter={{ from: from.key, to: to.key }} />}
        </>
      }
    />
  );
}
