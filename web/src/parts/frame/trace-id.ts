/** Whether a text can be the id of a trace: `agentId^startTime^sequence`, or 32 hexadecimal digits. */
export const isTraceId = (text: string): boolean => /^(?:[^\s^]{1,255}\^\d{1,19}\^\d{1,19}|[0-9a-f]{32})$/i.test(text);
