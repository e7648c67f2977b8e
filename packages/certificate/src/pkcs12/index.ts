export { type Pkcs12Contents, readPkcs12 } from './read-pkcs12.js';
export { type Pkcs12Encryption, type Pkcs12Options, writePkcs12 } from './write-pkcs12.js';
