/**
 * Every service, message, field, number and type that agents know, in short: the .proto files must say the same.
 * `[]` is repeated; StringValue and Empty are those of google.protobuf.
 */
export const listing = `
# Service.proto
  service Span: SendSpan(stream PSpanMessage)→Empty; SendSpanBatch(PSpanMessageBatch)→PSpanResultBatch
  service Agent: RequestAgentInfo(PAgentInfo)→PResult; PingSession(stream PPing)→stream PPing
  service Metadata: RequestSqlMetaData(PSqlMetaData)→PResult; RequestSqlUidMetaData(PSqlUidMetaData)→PResult; RequestApiMetaData(PApiMetaData)→PResult; RequestStringMetaData(PStringMetaData)→PResult; RequestExceptionMetaData(PExceptionMetaData)→PResult
  service Stat: SendAgentStat(stream PStatMessage)→Empty
  service ProfilerCommandService: HandleCommand(stream PCmdMessage)→stream PCmdRequest; HandleCommandV2(stream PCmdMessage)→stream PCmdRequest; CommandEcho(PCmdEchoResponse)→Empty; CommandStreamActiveThreadCount(stream PCmdActiveThreadCountRes)→Empty; CommandActiveThreadDump(PCmdActiveThreadDumpRes)→Empty; CommandActiveThreadLightDump(PCmdActiveThreadLightDumpRes)→Empty
# Span.proto
  PSpanMessage { oneof(1 span:PSpan | 2 spanChunk:PSpanChunk) }
  PSpanMessageBatch { 1 span:PSpanMessage[] }
  PSpanResultBatch { 1 partial_success:PPartialSuccess }
  PPartialSuccess { 1 rejected_spans:int64, 2 errorId:int64, 3 error_message:string }
  PSpan { 1 version:int32, 2 transactionId:PTransactionId, 3 spanId:sfixed64, 4 parentSpanId:sfixed64, 5 startTime:int64, 6 elapsed:int32, 7 apiId:int32, 8 serviceType:int32, 9 acceptEvent:PAcceptEvent, 10 annotation:PAnnotation[], 11 flag:int32, 12 err:sint32, 13 spanEvent:PSpanEvent[], 14 exceptionInfo:PIntStringValue, 15 applicationServiceType:int32, 16 loggingTransactionInfo:int32, 17 attribute:PAttribute[] }
  PTransactionId { 1 agentId:string, 2 agentStartTime:int64, 3 sequence:int64 }
  PAcceptEvent { 1 rpc:string, 2 endPoint:string, 3 remoteAddr:string, 4 parentInfo:PParentInfo }
  PParentInfo { 1 parentApplicationName:string, 2 parentApplicationType:int32, 3 acceptorHost:string, 4 parentServiceName:string }
  PLocalAsyncId { 1 asyncId:int32, 2 sequence:int32 }
  PSpanEvent { 1 sequence:int32, 2 depth:int32, 3 startElapsed:int32, 4 endElapsed:int32, 5 serviceType:sint32, 6 annotation:PAnnotation[], 10 apiId:sint32, 11 exceptionInfo:PIntStringValue, 12 nextEvent:PNextEvent, 13 asyncEvent:int32, 14 attribute:PAttribute[] }
  PNextEvent { oneof(1 messageEvent:PMessageEvent) }
  PMessageEvent { 1 nextSpanId:sfixed64, 2 endPoint:string, 3 destinationId:string }
  PSpanChunk { 1 version:int32, 2 transactionId:PTransactionId, 3 spanId:sfixed64, 4 endPoint:string, 5 spanEvent:PSpanEvent[], 6 applicationServiceType:int32, 7 keyTime:int64, 8 localAsyncId:PLocalAsyncId }
  PResult { 1 success:bool, 2 message:string }
  PSqlMetaData { 1 sqlId:int32, 2 sql:string }
  PSqlUidMetaData { 1 sqlUid:bytes, 2 sql:string }
  PApiMetaData { 1 apiId:int32, 2 apiInfo:string, 3 line:int32, 4 type:int32, 5 location:string }
  PStringMetaData { 1 stringId:int32, 2 stringValue:string }
  PExceptionMetaData { 1 exceptions:PException[], 2 transactionId:PTransactionId, 3 spanId:sfixed64, 4 uriTemplate:string }
  PException { 1 exceptionClassName:string, 2 exceptionMessage:string, 3 startTime:int64, 4 exceptionId:int64, 5 exceptionDepth:int32, 6 stackTraceElement:PStackTraceElement[] }
  PStackTraceElement { 1 className:string, 2 fileName:string, 3 lineNumber:int32, 4 methodName:string }
  PAttributeValue { oneof(1 stringValue:string | 2 boolValue:bool | 3 longValue:int64 | 4 doubleValue:double | 5 binaryValue:bytes | 6 arrayValue:PAttributeArrayValue | 7 kvlistValue:PAttributeKeyValueList) }
  PAttributeArrayValue { 1 values:PAttributeValue[] }
  PAttributeKeyValueList { 1 values:PAttribute[] }
  PAttribute { 1 key:string, 2 value:PAttributeValue }
# Annotation.proto
  PIntStringValue { 1 intValue:int32, 2 stringValue:StringValue }
  PIntStringStringValue { 1 intValue:int32, 2 stringValue1:StringValue, 3 stringValue2:StringValue }
  PBytesStringStringValue { 1 bytesValue:bytes, 2 stringValue1:StringValue, 3 stringValue2:StringValue }
  PLongIntIntByteByteStringValue { 1 longValue:int64, 2 intValue1:int32, 3 intValue2:int32, 4 byteValue1:sint32, 5 byteValue2:sint32, 6 stringValue:StringValue }
  PIntBooleanIntBooleanValue { 1 intValue1:int32, 2 boolValue1:bool, 3 intValue2:int32, 4 boolValue2:bool }
  PStringStringValue { 1 stringValue1:StringValue, 2 stringValue2:StringValue }
  PAnnotationValue { oneof(1 stringValue:string | 2 boolValue:bool | 3 intValue:int32 | 4 longValue:int64 | 5 shortValue:sint32 | 6 doubleValue:double | 7 binaryValue:bytes | 8 byteValue:sint32 | 9 intStringValue:PIntStringValue | 10 stringStringValue:PStringStringValue | 11 intStringStringValue:PIntStringStringValue | 12 longIntIntByteByteStringValue:PLongIntIntByteByteStringValue | 13 intBooleanIntBooleanValue:PIntBooleanIntBooleanValue | 14 bytesStringStringValue:PBytesStringStringValue) }
  PAnnotation { 1 key:int32, 2 value:PAnnotationValue }
# Stat.proto
  PPing {  }
  PStatMessage { oneof(1 agentStat:PAgentStat | 2 agentStatBatch:PAgentStatBatch | 3 agentUriStat:PAgentUriStat | 4 profilerMetric:PProfilerMetric) }
  PAgentInfo { 1 hostname:string, 2 ip:string, 3 ports:string, 4 serviceType:int32, 5 pid:int32, 6 agentVersion:string, 7 vmVersion:string, 8 endTimestamp:int64, 9 endStatus:int32, 10 serverMetaData:PServerMetaData, 11 jvmInfo:PJvmInfo, 12 container:bool }
  PServerMetaData { 1 serverInfo:string, 2 vmArg:string[], 3 serviceInfo:PServiceInfo[] }
  PServiceInfo { 1 serviceName:string, 2 serviceLib:string[] }
  PJvmInfo { 1 version:int32, 2 vmVersion:string, 3 gcType:PJvmGcType }
  enum PJvmGcType { JVM_GC_TYPE_UNKNOWN = 0, JVM_GC_TYPE_SERIAL = 1, JVM_GC_TYPE_PARALLEL = 2, JVM_GC_TYPE_CMS = 3, JVM_GC_TYPE_G1 = 4, JVM_GC_TYPE_ZGC = 5 }
  PAgentStat { 1 timestamp:int64, 2 collectInterval:int64, 3 gc:PJvmGc, 4 cpuLoad:PCpuLoad, 5 transaction:PTransaction, 6 activeTrace:PActiveTrace, 7 dataSourceList:PDataSourceList, 8 responseTime:PResponseTime, 9 deadlock:PDeadlock, 10 fileDescriptor:PFileDescriptor, 11 directBuffer:PDirectBuffer, 12 metadata:string, 13 totalThread:PTotalThread, 14 loadedClass:PLoadedClass }
  PProfilerMetric { 1 timestamp:int64, 2 collectInterval:int64, 3 name:string, 4 fields:PProfilerMetricField[], 5 tags:PProfilerMetricField[] }
  PProfilerMetricField { 1 name:string, oneof(2 stringValue:string | 3 longValue:int64) }
  PAgentStatBatch { 1 agentStat:PAgentStat[] }
  PDataSource { 1 id:int32, 2 serviceTypeCode:int32, 3 databaseName:string, 4 url:string, 5 activeConnectionSize:int32, 6 maxConnectionSize:int32 }
  PDataSourceList { 1 dataSource:PDataSource[] }
  PFileDescriptor { 1 openFileDescriptorCount:int64 }
  PJvmGc { 1 type:PJvmGcType, 2 jvmMemoryHeapUsed:int64, 3 jvmMemoryHeapMax:int64, 4 jvmMemoryNonHeapUsed:int64, 5 jvmMemoryNonHeapMax:int64, 6 jvmGcOldCount:int64, 7 jvmGcOldTime:int64, 8 jvmGcDetailed:PJvmGcDetailed }
  PJvmGcDetailed { 1 jvmGcNewCount:int64, 2 jvmGcNewTime:int64, 3 jvmPoolCodeCacheUsed:double, 4 jvmPoolNewGenUsed:double, 5 jvmPoolOldGenUsed:double, 6 jvmPoolSurvivorSpaceUsed:double, 7 jvmPoolPermGenUsed:double, 8 jvmPoolMetaspaceUsed:double }
  PCpuLoad { 1 jvmCpuLoad:double, 2 systemCpuLoad:double }
  PTransaction { 2 sampledNewCount:int64, 3 sampledContinuationCount:int64, 4 unsampledNewCount:int64, 5 unsampledContinuationCount:int64, 6 skippedNewCount:int64, 7 skippedContinuationCount:int64 }
  PActiveTraceHistogram { 1 version:int32, 2 histogramSchemaType:int32, 3 activeTraceCount:int32[] }
  PActiveTrace { 1 histogram:PActiveTraceHistogram }
  PResponseTime { 1 avg:int64, 2 max:int64 }
  PDeadlock { 1 count:int32, 2 threadDump:PThreadDump[] }
  PDirectBuffer { 1 directCount:int64, 2 directMemoryUsed:int64, 3 mappedCount:int64, 4 mappedMemoryUsed:int64 }
  PTotalThread { 1 totalThreadCount:int64 }
  PLoadedClass { 1 loadedClassCount:int64, 2 unloadedClassCount:int64 }
  PAgentUriStat { 1 bucketVersion:int32, 2 eachUriStat:PEachUriStat[] }
  PEachUriStat { 1 uri:string, 2 totalHistogram:PUriHistogram, 3 failedHistogram:PUriHistogram, 4 timestamp:int64 }
  PUriHistogram { 1 total:int64, 2 max:int64, 3 histogram:int32[] }
# Cmd.proto
  enum PCommandType { NONE = 0, PING = 100, PONG = 101, ECHO = 710, ACTIVE_THREAD_COUNT = 730, ACTIVE_THREAD_DUMP = 740, ACTIVE_THREAD_LIGHT_DUMP = 750 }
  PCmdMessage { oneof(1 handshakeMessage:PCmdServiceHandshake | 2 failMessage:PCmdResponse) }
  PCmdServiceHandshake { 1 supportCommandServiceKey:int32[] }
  PCmdResponse { 1 responseId:int32, 2 status:int32, 3 message:StringValue }
  PCmdStreamResponse { 1 responseId:int32, 2 sequenceId:int32, 3 message:StringValue }
  PCmdRequest { 1 requestId:int32, oneof(710 commandEcho:PCmdEcho | 730 commandActiveThreadCount:PCmdActiveThreadCount | 740 commandActiveThreadDump:PCmdActiveThreadDump | 750 commandActiveThreadLightDump:PCmdActiveThreadLightDump) }
  PCmdEcho { 1 message:string }
  PCmdEchoResponse { 1 commonResponse:PCmdResponse, 2 message:string }
  PCmdActiveThreadDump { 1 limit:int32, 2 threadName:string[], 3 localTraceId:int64[] }
  PCmdActiveThreadDumpRes { 1 commonResponse:PCmdResponse, 2 threadDump:PActiveThreadDump[], 3 type:string, 4 subType:string, 5 version:string }
  PCmdActiveThreadLightDump { 1 limit:int32, 2 threadName:string[], 3 localTraceId:int64[] }
  PCmdActiveThreadLightDumpRes { 1 commonResponse:PCmdResponse, 2 threadDump:PActiveThreadLightDump[], 3 type:string, 4 subType:string, 5 version:string }
  PCmdActiveThreadCount {  }
  PCmdActiveThreadCountRes { 1 commonStreamResponse:PCmdStreamResponse, 2 histogramSchemaType:int32, 3 activeThreadCount:int32[], 4 timeStamp:int64 }
# ThreadDump.proto
  enum PThreadState { THREAD_STATE_NEW = 0, THREAD_STATE_RUNNABLE = 1, THREAD_STATE_BLOCKED = 2, THREAD_STATE_WAITING = 3, THREAD_STATE_TIMED_WAITING = 4, THREAD_STATE_TERMINATED = 5, THREAD_STATE_UNKNOWN = 6 }
  PMonitorInfo { 1 stackDepth:int32, 2 stackFrame:string }
  PThreadDump { 1 threadName:string, 2 threadId:int64, 3 blockedTime:int64, 4 blockedCount:int64, 5 waitedTime:int64, 6 waitedCount:int64, 7 lockName:string, 8 lockOwnerId:int64, 9 lockOwnerName:string, 10 inNative:bool, 11 suspended:bool, 12 threadState:PThreadState, 13 stackTrace:string[], 14 lockedMonitor:PMonitorInfo[], 15 lockedSynchronizer:string[] }
  PThreadLightDump { 1 threadName:string, 2 threadId:int64, 3 threadState:PThreadState }
  enum PThreadDumpType { TARGET = 0, PENDING = 1 }
  PActiveThreadDump { 1 startTime:int64, 2 localTraceId:int64, 3 threadDump:PThreadDump, 4 sampled:bool, 5 transactionId:string, 6 entryPoint:string }
  PActiveThreadLightDump { 1 startTime:int64, 2 localTraceId:int64, 3 threadDump:PThreadLightDump, 4 sampled:bool, 5 transactionId:string, 6 entryPoint:string }
# CustomMetric.proto
  PCustomMetricMessage { 1 timestamp:int64[], 2 collectInterval:int64[], 3 customMetrics:PCustomMetric[] }
  PCustomMetric { oneof(1 intCountMetric:PIntCountMetric | 2 longCountMetric:PLongCountMetric | 3 intGaugeMetric:PIntGaugeMetric | 4 longGaugeMetric:PLongGaugeMetric | 5 doubleGaugeMetric:PDouleGaugeMetric) }
  PIntCountMetric { 1 name:string, 2 values:PIntValue[] }
  PLongCountMetric { 1 name:string, 2 values:PLongValue[] }
  PIntGaugeMetric { 1 name:string, 2 values:PIntValue[] }
  PLongGaugeMetric { 1 name:string, 2 values:PLongValue[] }
  PDouleGaugeMetric { 1 name:string, 2 values:PDoubleValue[] }
  PIntValue { 1 value:int32, 2 isNotSet:bool }
  PLongValue { 1 value:int64, 2 isNotSet:bool }
  PDoubleValue { 1 value:double, 2 isNotSet:bool }
# Log.proto
  service Log: Connect(stream PLogPile)→stream PLogDemand
  PLogPile { 1 seq:int64, 2 records:PLogRecord[] }
  PLogRecord { 1 seq:int64, 2 timestamp:int64, 3 message:string }
  PLogDemand { 1 durationMillis:int64 }
`;
