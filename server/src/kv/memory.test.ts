import { kvContract } from './contract.ts';
import { MemoryKv } from './memory.ts';

kvContract('memory', async () => new MemoryKv());
