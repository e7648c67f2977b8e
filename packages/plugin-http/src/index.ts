export { type Agents, openAgents } from './open-agents.js';
