export { inParallel } from './in-parallel.js';
export { isLoopback } from './is-loopback.js';
export { type Connections, type HttpAnswer, type HttpRequest, openConnections } from './open-connections.js';
