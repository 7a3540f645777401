/** Every message, enum and service that agents and collectors speak: `PSpan` is a type, `PSpanSchema` its descriptor. */
export * from './gen/annotation_pb.js';
export * from './gen/cmd_pb.js';
export * from './gen/custom-metric_pb.js';
export * from './gen/log_pb.js';
export * from './gen/service_pb.js';
export * from './gen/span_pb.js';
export * from './gen/stat_pb.js';
export * from './gen/thread-dump_pb.js';
