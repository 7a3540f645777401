import type { agents as english } from '../en/agents.ts';
import type { Words } from '../words.ts';

export const agents: Words<typeof english> = {
  title: '에이전트',
  connect: '에이전트 연결',
};
