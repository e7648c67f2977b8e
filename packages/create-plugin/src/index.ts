export { type Choices, defaultsFor } from './choices.js';
export { createPlugin } from './create-plugin.js';
