import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconCopy from '@tabler/icons-react/icons/IconCopy';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly value: string;
  /** What is copied, such as "Copy the trace id". */
  readonly label: string;
  /** Whether Tab stops at it; not in rows of a list. */
  readonly stop?: boolean;
}

/** Copies a text and says that it did. */
export function Copy({ value, label, stop = true }: Props) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('frame.copied') : label}>
          <ActionIcon
            size={22}
            aria-label={label}
            tabIndex={stop ? 0 : -1}
            onClick={(event) => {
              event.stopPropagation();
              copy();
            }}
          >
            {copied ? <IconCheck size={14} color="var(--fp-fast)" /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
