export type Band = 'excellent' | 'good' | 'fair' | 'poor' | 'unacceptable';

/** The word for an Apdex score, by Pinpoint's bands. */
export function bandOf(score: number): Band {
  if (score >= 0.94) return 'excellent';
  if (score >= 0.85) return 'good';
  if (score >= 0.7) return 'fair';
  return score >= 0.5 ? 'poor' : 'unacceptable';
}

/** Two digits, cut off and not rounded up, so that 0.939 does not look like the better band's 0.94. */
export const scoreText = (score: number): string => (Math.floor(score * 100 + 1e-9) / 100).toFixed(2);
