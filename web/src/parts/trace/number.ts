const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A duration for a column whose header says ms: `0.85` · `1.4` · `41` · `1,843`. */
export function columnMs(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 10 || Number.isInteger(ms)) return whole.format(ms);
  return String(Number(ms.toFixed(size < 1 ? 2 : 1)));
}

/** Colour of an application, by its place in the trace: one of the theme's eight. */
export const applicationColour = (application: number): string => `var(--fp-app-${application % 8})`;
