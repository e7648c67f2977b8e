export const HELP = `Begins a plugin for the certctl deploy engine, with a double of its service and its conformance.

Usage: npm create @certctl/plugin [folder] -- [options]

  -k, --kind <kind>          store: holds certificates. binding: points a consumer at a stored one.
  -s, --service <title>      the service as people call it: "Acme Cloud"
  -t, --type <type>          type of its targets or bindings: AcmeCloud
      --alias <alias>        the same in lower case: acme-cloud
  -n, --name <name>          name of the package: certctl-plugin-acme-cloud
      --license <license>    Apache-2.0, MIT or UNLICENSED
      --author <name>        who holds the copyright: asked for with the licence MIT, which names somebody
      --store-type <type>    for a binding: type of the stores whose certificates its consumers take
  -y, --yes                  ask nothing: what is not given follows from the folder's name
  -h, --help
  -V, --version

Ends with 0 when the plugin was made, with 64 for wrong words or a folder that is not empty, with 130 when it was
cancelled, and with 1 when it could not be written. A folder is made whole, or not at all.
`;
