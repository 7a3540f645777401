import type { trace as english } from '../en/trace.ts';
import type { Words } from '../words.ts';

export const trace: Words<typeof english> = {
  title: '트레이스',
};
