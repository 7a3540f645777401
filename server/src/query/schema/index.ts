export * from './agent.ts';
export * from './application.ts';
export * from './map.ts';
export * from './scatter.ts';
export * from './setup.ts';
export * from './storage.ts';
export * from './trace.ts';
export * from './transaction.ts';
