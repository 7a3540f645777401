import { useTranslation } from 'react-i18next';
import type { Why } from '../../../../../server/src/query/schema/why.ts';
import { formatExact, formatTime } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import { Empty, ErrorState } from '../../../parts/states.tsx';
import type { Asked } from '../transactions/use-transactions.ts';
import { ShareFinding, TimeFinding } from './finding.tsx';
import { useWhy } from './use-why.ts';
import css from './why.module.css';

/** What sets the selected transactions apart from the others of the range, in words. Fills its parent. */
export function WhyView({ asked }: { readonly asked: Asked }) {
  const { t } = useTranslation();
  const { why, progress, error, retry } = useWhy(asked);
  if (error !== undefined) return <ErrorState error={error} retry={retry} />;
  if (why !== undefined) return <Told why={why} />;
  return (
    <div className={css.running} role="status">
      <progress max={1} value={progress?.share ?? 0} aria-label={t('why.running')} />
      {t('why.running')}
    </div>
  );
}

function Told({ why }: { readonly why: Why }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { selected, elsewhere, extra, shares, times, few, progress } = why;
  if (few !== null) return <Empty title={t(`why.few.${few}`)} text={t('why.fewDo')} />;
  const partial = progress.end !== 'complete' && progress.end !== 'running';
  return (
    <div className={css.view}>
      <p className={css.summary}>
        {t('why.summary', {
          selected: formatExact(selected.transactions),
          mean: duration(selected.mean),
          elsewhere: formatExact(elsewhere.transactions),
          other: duration(elsewhere.mean),
        })}{' '}
        {extra > 0 && t('why.extra', { extra: duration(extra) })} <span className={css.note}>{t('why.sampled')}</span>
        {partial && <span className={css.note}> {t('why.partial', { time: formatTime(progress.reached) })}</span>}
      </p>
      {shares.length === 0 && times.length === 0 && <Empty title={t('why.nothing')} text={t('why.nothingText')} />}
      {times.length > 0 && (
        <section aria-label={t('why.times')}>
          <h3>{t('why.times')}</h3>
          <ol>
            {times.map((of) => (
              <TimeFinding key={`${of.value.dimension} ${of.value.node} ${of.value.text}`} of={of} />
            ))}
          </ol>
        </section>
      )}
      {shares.length > 0 && (
        <section aria-label={t('why.shares')}>
          <h3>{t('why.shares')}</h3>
          <ol>
            {shares.map((of) => (
              <ShareFinding key={`${of.value.dimension} ${of.value.node} ${of.value.text}`} of={of} />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
