import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const here = import.meta.dirname;
const styles = join(dirname(new URL(import.meta.resolve('@mantine/core/styles.css')).pathname), 'styles');

test('every component of Mantine that is used has its styles', () => {
  const sheet = readFileSync(join(here, 'mantine.css'), 'utf8');
  const used = globSync('**/*.tsx', { cwd: here }).flatMap((file) => {
    const [, names = ''] =
      /import \{([^}]*)\} from '@mantine\/core'/.exec(readFileSync(join(here, file), 'utf8')) ?? [];
    return names.split(',').map((name) => name.trim());
  });
  const unstyled = [...new Set(used)].filter(
    (name) => existsSync(join(styles, `${name}.css`)) && !sheet.includes(`/${name}.css`),
  );
  assert.deepEqual(unstyled, []);
  assert.ok(used.includes('Tooltip'), 'imports are written in another way');
});
