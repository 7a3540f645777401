import { useTranslation } from 'react-i18next';
import { fills, SLOTS } from '../summary/slots.ts';
import css from './legend.module.css';
import { AlertSign } from './mark.tsx';

/** What colours, widths and signs of the map mean. Folded until it is asked for. */
export function Legend() {
  const { t } = useTranslation();
  return (
    <details className={css.legend}>
      <summary>{t('map.legend.title')}</summary>
      <div className={css.line}>{t('map.legend.ring')}</div>
      <ul className={css.slots}>
        {SLOTS.map((slot) => (
          <li key={slot}>
            <i style={{ background: fills[slot] }} />
            {t(`map.legend.${slot}`)}
          </li>
        ))}
      </ul>
      <div className={css.line}>
        <svg width="28" height="12" aria-hidden>
          <path className={css.thin} d="M0 3H28" />
          <path className={css.thick} d="M0 9H28" />
        </svg>
        {t('map.legend.link')}
      </div>
      <div className={css.line}>
        <svg width="28" height="16" aria-hidden>
          <AlertSign x={14} y={9} scale={0.85} />
        </svg>
        {t('map.legend.alert')}
      </div>
    </details>
  );
}
