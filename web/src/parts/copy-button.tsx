import { ActionIcon } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconCopy from '@tabler/icons-react/icons/IconCopy';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text.ts';

interface Props {
  readonly text: string;
  /** what is copied, where the place of the button does not say it */
  readonly label?: string;
  readonly size?: number;
}

/** Copies a text; a tick says so for two seconds. */
export function CopyButton({ text, label, size = 24 }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const says = copied ? t('frame.copied') : (label ?? t('frame.copy'));
  return (
    <ActionIcon size={size} aria-label={says} title={says} onClick={async () => setCopied(await copyText(text))}>
      {copied ? <IconCheck size={14} color="var(--fp-fast)" /> : <IconCopy size={14} />}
    </ActionIcon>
  );
}
