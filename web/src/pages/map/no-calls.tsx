import { Button } from '@mantine/core';
import IconZzz from '@tabler/icons-react/icons/IconZzz';
import { useTranslation } from 'react-i18next';
import { presets, type Range } from '../../data/range.ts';
import { useSetScope } from '../../data/scope.ts';
import { useApplications } from '../../data/use-api.ts';
import { useFormat } from '../../data/use-format.ts';
import { describeRange } from '../../parts/frame/describe-range.ts';
import { Empty } from '../../parts/states.tsx';

/** Says that nothing was called, and offers the next wider range; or that there is no such application. */
export function NoCalls({ application, range }: { application: string; range: Range }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const setScope = useSetScope();
  const known = useApplications().data?.some((each) => each.applicationName === application) ?? true;
  const wider = presets.find((last) => last > range.to - range.from);
  if (!known) {
    return <Empty title={t('map.empty.unknown', { application })} text={t('map.empty.unknownText')} />;
  }
  return (
    <Empty
      icon={IconZzz}
      title={t('map.empty.title')}
      text={t('map.empty.text', { range: describeRange(range), application })}
      action={
        wider !== undefined && (
          <Button variant="default" onClick={() => setScope({ range: { last: wider } })}>
            {t('map.empty.widen', { span: duration(wider) })}
          </Button>
        )
      }
    />
  );
}
