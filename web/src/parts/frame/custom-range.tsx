import '@mantine/dates/styles.css';
import 'dayjs/locale/ko';
import { Button, TextInput } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDate } from '../../data/format.ts';
import type { Range } from '../../data/range.ts';
import { useLanguage } from '../../data/use-format.ts';

interface Props {
  readonly range: Range;
  readonly apply: (range: Range) => void;
}

/** A fixed range: two days of a calendar and two times of day, in the viewer's zone. */
export default function CustomRange({ range, apply }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [days, setDays] = useState<[string | null, string | null]>([formatDate(range.from), formatDate(range.to)]);
  const [start, setStart] = useState(formatClock(range.from));
  const [end, setEnd] = useState(formatClock(range.to));

  const from = instant(days[0], start);
  const to = instant(days[1] ?? days[0], end);
  const wrong = from === undefined || to === undefined || to <= from;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) apply({ from, to });
      }}
    >
      <DatePicker
        type="range"
        size="sm"
        locale={language}
        firstDayOfWeek={language === 'ko' ? 0 : 1}
        allowSingleDateInRange
        weekendDays={[]}
        ariaLabels={{
          previousMonth: t('frame.calendar.previousMonth'),
          nextMonth: t('frame.calendar.nextMonth'),
          previousYear: t('frame.calendar.previousYear'),
          nextYear: t('frame.calendar.nextYear'),
          previousDecade: t('frame.calendar.previousDecade'),
          nextDecade: t('frame.calendar.nextDecade'),
        }}
        {...(language === 'ko' && { monthLabelFormat: 'YYYY년 M월', yearLabelFormat: 'YYYY년' })}
        value={days}
        onChange={setDays}
        defaultDate={formatDate(range.to)}
      />
      <div style={{ display: 'flex', gap: 8, alignItems: 'end', marginTop: 8 }}>
        <TextInput
          w={100}
          inputMode="numeric"
          placeholder="00:00"
          label={`${t('frame.from')} ${days[0] ?? ''}`}
          value={start}
          onChange={(event) => setStart(event.currentTarget.value)}
        />
        <TextInput
          w={100}
          inputMode="numeric"
          placeholder="00:00"
          label={`${t('frame.to')} ${days[1] ?? days[0] ?? ''}`}
          value={end}
          error={wrong}
          onChange={(event) => setEnd(event.currentTarget.value)}
        />
        <Button type="submit" disabled={wrong} title={wrong ? t('frame.rangeWrong') : undefined}>
          {t('frame.apply')}
        </Button>
      </div>
    </form>
  );
}

/** A day `2026-11-23` and a time of day, in the viewer's zone, as ms since 1970. */
function instant(day: string | null, time: string): number | undefined {
  if (!/^\d{1,2}:\d{2}(:\d{2})?$/.test(time)) return undefined;
  const at = new Date(`${day}T${time.padStart(time.length + (time.indexOf(':') === 1 ? 1 : 0), '0')}`).getTime();
  return Number.isNaN(at) ? undefined : at;
}
