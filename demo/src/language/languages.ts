import { go } from './go.ts';
import { java } from './java.ts';
import type { Language, LanguageName } from './language.ts';
import { node } from './node.ts';
import { php } from './php.ts';
import { python } from './python.ts';

export const languages: Readonly<Record<LanguageName, Language>> = { java, node, python, php, go };
