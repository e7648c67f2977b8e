import { expect, it } from 'vitest';
import { type Choices, defaultsFor } from './choices.js';
import { fillTemplate, TEMPLATE } from './fill-template.js';
import { templateFiles } from './template-files.js';

const choices: Choices = {
  ...defaultsFor('blue-sky'),
  kind: 'store',
  service: 'Blue & Sky',
  storeType: 'BlueStore',
};

it.each([
  ['certctl-plugin-acme-cloud', 'certctl-plugin-blue-sky'],
  ['import { AcmeCloudApi } from "./acme-cloud-api.js"', 'import { BlueSkyApi } from "./blue-sky-api.js"'],
  ['acmeCloudPlugin', 'blueSkyPlugin'],
  ['ACME_CLOUD_TOKEN', 'BLUE_SKY_TOKEN'],
  ['acme_cloud_key_unsupported', 'blue_sky_key_unsupported'],
  ['a double of Acme Cloud', 'a double of Blue & Sky'],
  ['AcmeCertificates', 'BlueStore'],
])('puts the words of the plugin in the place of %s', (text, expected) => {
  expect(fillTemplate(text, choices)).toBe(expected);
});

it('puts in nothing twice, even when a word of the plugin is one of the template', () => {
  expect(fillTemplate('Acme Cloud, acme-cloud', { ...choices, service: 'acme-cloud' })).toBe(
    'acme-cloud, blue-sky',
  );
});

it.each(['store', 'binding'] as const)('leaves no word of the template in a %s', (kind) => {
  const files = templateFiles({ ...choices, kind }, 2026);
  const said = [...files].map(([path, text]) => `${path}\n${text}`).join('\n');
  expect(said).not.toMatch(/acme/i);
  expect(said).not.toContain(TEMPLATE.storeType);
});
