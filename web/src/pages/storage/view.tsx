import { useTranslation } from 'react-i18next';
import { useStorage } from '../../data/use-storage.ts';
import { Await } from '../../parts/await.tsx';
import { DiskGauge } from './disk-gauge.tsx';
import { Kinds } from './kinds.tsx';
import { QuotaGauge } from './quota-gauge.tsx';
import classes from './storage.module.css';

const BEAT = 10_000;

/** How full the storage is, what is kept and for how long; renewed every ten seconds. */
export function Storage() {
  const { t } = useTranslation();
  const storage = useStorage(BEAT);
  return (
    <div className={classes.page}>
      <div className={classes.toolbar}>
        <h1>{t('storage.title')}</h1>
      </div>
      <Await query={storage}>
        {(data) => (
          <div className={classes.content}>
            <div className={classes.gauges}>
              <QuotaGauge storage={data} />
              <DiskGauge storage={data} />
            </div>
            <Kinds kinds={data.kinds} />
            <p className={classes.note}>{t('storage.note')}</p>
          </div>
        )}
      </Await>
    </div>
  );
}
