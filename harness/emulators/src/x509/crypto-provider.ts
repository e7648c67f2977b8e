// @peculiar/x509 resolves its services through tsyringe, which needs the reflection metadata first.
import 'reflect-metadata';

export * as x509 from '@peculiar/x509';
