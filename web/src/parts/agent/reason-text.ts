import type { i18n as Words } from 'i18next';

/** Why something was refused: the words for a code such as `HEADER_INVALID`, and what the server added after a colon. */
export function reasonText(words: Words, reason: string): string {
  const [, code = '', detail = ''] = /^([A-Z][A-Z_]+)(?::\s*(.*))?$/s.exec(reason) ?? [];
  if (code === '' || !words.exists(`reason.${code}`)) return reason;
  const says = words.t(`reason.${code}` as 'reason.HEADER_INVALID');
  return detail === '' ? says : `${says} (${detail})`;
}
