import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { contractTables, kvContract } from '../contract.ts';
import { openEmbedded } from './embedded.ts';

const root = await mkdtemp(join(tmpdir(), 'finepoint-kv-'));
after(() => rm(root, { recursive: true, force: true }));

const emptyDirectory = (): Promise<string> => mkdtemp(join(root, 'data-'));

kvContract('embedded', async () => openEmbedded(await emptyDirectory(), contractTables));
