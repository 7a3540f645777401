import { join } from 'node:path';

/** Where figures, profiles and stores that are kept between runs lie; not part of the repository. */
export const out = join(import.meta.dirname, 'out');
