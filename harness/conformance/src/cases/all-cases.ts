import type { ConformanceCase } from '../kernel/conformance-case.js';
import activateConsumersAreTold from './activate/consumers-are-told.js';
import activateUndeclaredIsAbsent from './activate/undeclared-is-absent.js';
import algorithmEcP256 from './algorithm/ec-p256.js';
import algorithmEcP384 from './algorithm/ec-p384.js';
import algorithmEcP521 from './algorithm/ec-p521.js';
import algorithmRsa2048 from './algorithm/rsa-2048.js';
import algorithmRsa3072 from './algorithm/rsa-3072.js';
import algorithmRsa4096 from './algorithm/rsa-4096.js';
import auditRowsTellWhatHappened from './audit/rows-tell-what-happened.js';
import bindAbsentConsumerIsRefused from './bind/absent-consumer-is-refused.js';
import bindCommandsNameTheReference from './bind/commands-name-the-reference.js';
import bindConsumerIsPointed from './bind/consumer-is-pointed.js';
import bindFailurePointsBack from './bind/failure-points-back.js';
import bindFailureTakesAwayWhatWasAdded from './bind/failure-takes-away-what-was-added.js';
import bindForbiddenIsNotAbsent from './bind/forbidden-is-not-absent.js';
import bindFreshCertificateIsWaitedFor from './bind/fresh-certificate-is-waited-for.js';
import bindHandshakeDecides from './bind/handshake-decides.js';
import bindHandshakesUndeclaredIsAbsent from './bind/handshakes-undeclared-is-absent.js';
import bindLostAnswerIsLookedAt from './bind/lost-answer-is-looked-at.js';
import bindMissingPermissionLeavesTheConsumer from './bind/missing-permission-leaves-the-consumer.js';
import bindOnlyWhatIsDeclared from './bind/only-what-is-declared.js';
import bindRenewalMovesTheConsumer from './bind/renewal-moves-the-consumer.js';
import bindReplayIsUnchanged from './bind/replay-is-unchanged.js';
import bindSilentEndpointIsSaid from './bind/silent-endpoint-is-said.js';
import bindSlotsAreToldApart from './bind/slots-are-told-apart.js';
import bindSupersededIsDetached from './bind/superseded-is-detached.js';
import bindTellsWhoPointed from './bind/tells-who-pointed.js';
import bindUnbindingTakesOneAway from './bind/unbinding-takes-one-away.js';
import bindUnbindsUndeclaredIsAbsent from './bind/unbinds-undeclared-is-absent.js';
import callsDeclaredWritesAreWrites from './calls/declared-writes-are-writes.js';
import callsLooksNeverWrite from './calls/looks-never-write.js';
import callsOneRequestForOneAttempt from './calls/one-request-for-one-attempt.js';
import callsOnlyWhatIsDeclared from './calls/only-what-is-declared.js';
import callsSlowAnswerIsWaitedFor from './calls/slow-answer-is-waited-for.js';
import cancellationBeforeTheImportChangesNothing from './cancellation/before-the-import-changes-nothing.js';
import cancellationInTheMiddleEndsKnown from './cancellation/in-the-middle-ends-known.js';
import cancellationReachesTheService from './cancellation/reaches-the-service.js';
import chainEveryFormBringsIt from './chain/every-form-brings-it.js';
import chainNoneIsNone from './chain/none-is-none.js';
import chainOrderIsKept from './chain/order-is-kept.js';
import chainRootIsLeftOut from './chain/root-is-left-out.js';
import configGivesJsonSchema from './config/gives-json-schema.js';
import configPinIsOneSpelling from './config/pin-is-one-spelling.js';
import configSecretsAreReferences from './config/secrets-are-references.js';
import configUnknownFieldIsRefused from './config/unknown-field-is-refused.js';
import contractFindingsAreDeclared from './contract/findings-are-declared.js';
import contractLetsGoWhenClosed from './contract/lets-go-when-closed.js';
import contractManifestSaysWhatItIs from './contract/manifest-says-what-it-is.js';
import contractOpensWithoutARequest from './contract/opens-without-a-request.js';
import crashAfterTheImportIsClosed from './crash/after-the-import-is-closed.js';
import crashBeforeTheImportIsClosed from './crash/before-the-import-is-closed.js';
import deadlineIsKept from './deadline/is-kept.js';
import deadlineOneRequestThatHangsIsSentAgain from './deadline/one-request-that-hangs-is-sent-again.js';
import deadlineUnansweredImportIsFound from './deadline/unanswered-import-is-found.js';
import deployDisabledVersionIsNotHeld from './deploy/disabled-version-is-not-held.js';
import deployFirstImportIsHeld from './deploy/first-import-is-held.js';
import deployFoundAgainByProvenance from './deploy/found-again-by-provenance.js';
import deployRenewalAddsAVersion from './deploy/renewal-adds-a-version.js';
import deployRenewalKeepsItsAddress from './deploy/renewal-keeps-its-address.js';
import deployRenewalMakesANewAddress from './deploy/renewal-makes-a-new-address.js';
import deployReplayIsUnchanged from './deploy/replay-is-unchanged.js';
import deployShowTellsWhatIsHeld from './deploy/show-tells-what-is-held.js';
import deployTwoAtOnceEndKnown from './deploy/two-at-once-end-known.js';
import deployTwoTargetsDoNotMix from './deploy/two-targets-do-not-mix.js';
import discoveryListsWhatIsThere from './discovery/lists-what-is-there.js';
import discoveryUndeclaredIsRefused from './discovery/undeclared-is-refused.js';
import errorsAbsentIsAbsent from './errors/absent-is-absent.js';
import errorsBrokenReadIsAskedAgain from './errors/broken-read-is-asked-again.js';
import errorsClassifyTakesAnything from './errors/classify-takes-anything.js';
import errorsConflictEndsTheDeploy from './errors/conflict-ends-the-deploy.js';
import errorsFailedConditionEndsTheDeploy from './errors/failed-condition-ends-the-deploy.js';
import errorsForbiddenIsNotAbsent from './errors/forbidden-is-not-absent.js';
import errorsLostAnswerIsFound from './errors/lost-answer-is-found.js';
import errorsLostFirstAnswerIsFound from './errors/lost-first-answer-is-found.js';
import errorsLostRequestIsLookedFor from './errors/lost-request-is-looked-for.js';
import errorsLostRequestIsNotANeighbour from './errors/lost-request-is-not-a-neighbour.js';
import errorsNotThereYetIsWaitedFor from './errors/not-there-yet-is-waited-for.js';
import errorsOutOfOrderIsNotAbsent from './errors/out-of-order-is-not-absent.js';
import errorsRefusedIsNotRepeated from './errors/refused-is-not-repeated.js';
import errorsRetryAfterIsKept from './errors/retry-after-is-kept.js';
import errorsThrottledImportIsSentAgain from './errors/throttled-import-is-sent-again.js';
import errorsThrottlingIsBounded from './errors/throttling-is-bounded.js';
import errorsTruncatedAnswerIsNotBelieved from './errors/truncated-answer-is-not-believed.js';
import errorsUnknownCallerIsRefused from './errors/unknown-caller-is-refused.js';
import metricsCountDeploysAndCalls from './metrics/count-deploys-and-calls.js';
import ownershipAnotherInstallationIsRefused from './ownership/another-installation-is-refused.js';
import ownershipSearchFindsOnlyItsOwn from './ownership/search-finds-only-its-own.js';
import ownershipStrangerIsRefused from './ownership/stranger-is-refused.js';
import ownershipTakeOverIsBoundToTheLeaf from './ownership/take-over-is-bound-to-the-leaf.js';
import ownershipUndeclaredSearchIsAbsent from './ownership/undeclared-search-is-absent.js';
import ownershipWithoutTagsRecordsDecide from './ownership/without-tags-records-decide.js';
import packagingBringsItsPapers from './packaging/brings-its-papers.js';
import packagingBringsNoSecret from './packaging/brings-no-secret.js';
import packagingBringsOnlyWhatRuns from './packaging/brings-only-what-runs.js';
import packagingCanBeListed from './packaging/can-be-listed.js';
import packagingContractRangeIsOpen from './packaging/contract-range-is-open.js';
import packagingDoesNotBringTheEngine from './packaging/does-not-bring-the-engine.js';
import packagingEntriesAreThere from './packaging/entries-are-there.js';
import packagingExportsAPlugin from './packaging/exports-a-plugin.js';
import packagingHasTypes from './packaging/has-types.js';
import packagingImportIsQuiet from './packaging/import-is-quiet.js';
import packagingImportsWhatItDeclares from './packaging/imports-what-it-declares.js';
import packagingRunsNoScripts from './packaging/runs-no-scripts.js';
import packagingSaysItsNode from './packaging/says-its-node.js';
import permissionsManifestIsComplete from './permissions/manifest-is-complete.js';
import permissionsOptionalOneMissingDegrades from './permissions/optional-one-missing-degrades.js';
import permissionsPoliciesGrantWhatIsDeclared from './permissions/policies-grant-what-is-declared.js';
import permissionsRequiredOneMissingWritesNothing from './permissions/required-one-missing-writes-nothing.js';
import permissionsRequiredWriteMissingLeavesWhatWasHeld from './permissions/required-write-missing-leaves-what-was-held.js';
import proofAnotherLeafIsTakenBack from './proof/another-leaf-is-taken-back.js';
import proofFingerprintIsOfTheLeaf from './proof/fingerprint-is-of-the-leaf.js';
import proofLateRevisionIsWaitedFor from './proof/late-revision-is-waited-for.js';
import proofLaterVersionIsLeftAlone from './proof/later-version-is-left-alone.js';
import proofLostChainIsTakenBack from './proof/lost-chain-is-taken-back.js';
import proofSameSerialIsNotEnough from './proof/same-serial-is-not-enough.js';
import proofSerialIsHexadecimal from './proof/serial-is-hexadecimal.js';
import proofStaleReadIsWaitedFor from './proof/stale-read-is-waited-for.js';
import proofWhatIsNotShownIsSaid from './proof/what-is-not-shown-is-said.js';
import recoveryCommandsNameThePlace from './recovery/commands-name-the-place.js';
import recoveryCommandsSendTheImport from './recovery/commands-send-the-import.js';
import rollbackBadVersionIsDisabled from './rollback/bad-version-is-disabled.js';
import rollbackBringsTagsBack from './rollback/brings-tags-back.js';
import rollbackFailedTooAndSaysSo from './rollback/failed-too-and-says-so.js';
import rollbackFirstImportIsRemoved from './rollback/first-import-is-removed.js';
import rollbackFirstVersionIsDisabled from './rollback/first-version-is-disabled.js';
import rollbackImpossibleIsSaidBefore from './rollback/impossible-is-said-before.js';
import rollbackIsCountedOnce from './rollback/is-counted-once.js';
import rollbackKeyIsReadBack from './rollback/key-is-read-back.js';
import rollbackOnDemand from './rollback/on-demand.js';
import rollbackRestoresWithItsOwnKey from './rollback/restores-with-its-own-key.js';
import rollbackTakesAddedTagsAway from './rollback/takes-added-tags-away.js';
import rollbackUndeclaredDisableIsAbsent from './rollback/undeclared-disable-is-absent.js';
import rollbackUndeclaredKeyIsNotGiven from './rollback/undeclared-key-is-not-given.js';
import rollbackUndeclaredRemoveIsAbsent from './rollback/undeclared-remove-is-absent.js';
import secretsEchoedRequestIsNotRepeated from './secrets/echoed-request-is-not-repeated.js';
import secretsNoFileIsLeft from './secrets/no-file-is-left.js';
import secretsNoKeyIsSaid from './secrets/no-key-is-said.js';
import servingImportIsServedAtOnce from './serving/import-is-served-at-once.js';
import servingUndeclaredUsesNothing from './serving/undeclared-uses-nothing.js';
import tagsChangedValueIsApplied from './tags/changed-value-is-applied.js';
import tagsFirstImportCarriesThem from './tags/first-import-carries-them.js';
import tagsLimitsAreTheServicesOwn from './tags/limits-are-the-services-own.js';
import tagsLostOnesArePutBack from './tags/lost-ones-are-put-back.js';
import tagsNoneWantedAreNoneAdded from './tags/none-wanted-are-none-added.js';
import tagsOperatorsOwnSurvive from './tags/operators-own-survive.js';
import tagsRefusedOnesTakeTheDeployBack from './tags/refused-ones-take-the-deploy-back.js';
import tagsReservedAreRefused from './tags/reserved-are-refused.js';
import tagsSurviveARenewal from './tags/survive-a-renewal.js';
import tagsUndeclaredAreNotKept from './tags/undeclared-are-not-kept.js';
import undeleteIsNeverDoneUnasked from './undelete/is-never-done-unasked.js';
import undeleteIsTakenBack from './undelete/is-taken-back.js';
import undeleteRecoversForOneDeploy from './undelete/recovers-for-one-deploy.js';
import undeleteUndeclaredIsAbsent from './undelete/undeclared-is-absent.js';
import writersConsumerTrailsSayWhatTheyShow from './writers/consumer-trails-say-what-they-show.js';
import writersConsumerUndeclaredIsAbsent from './writers/consumer-undeclared-is-absent.js';
import writersTellsWhoWrote from './writers/tells-who-wrote.js';
import writersTrailsSayWhatTheyShow from './writers/trails-say-what-they-show.js';
import writersUndeclaredIsAbsent from './writers/undeclared-is-absent.js';

/** Every case, by area and name. Generated from the files: `npm run generate`. */
export const ALL_CASES: readonly ConformanceCase[] = [
  activateConsumersAreTold,
  activateUndeclaredIsAbsent,
  algorithmEcP256,
  algorithmEcP384,
  algorithmEcP521,
  algorithmRsa2048,
  algorithmRsa3072,
  algorithmRsa4096,
  auditRowsTellWhatHappened,
  bindAbsentConsumerIsRefused,
  bindCommandsNameTheReference,
  bindConsumerIsPointed,
  bindFailurePointsBack,
  bindFailureTakesAwayWhatWasAdded,
  bindForbiddenIsNotAbsent,
  bindFreshCertificateIsWaitedFor,
  bindHandshakeDecides,
  bindHandshakesUndeclaredIsAbsent,
  bindLostAnswerIsLookedAt,
  bindMissingPermissionLeavesTheConsumer,
  bindOnlyWhatIsDeclared,
  bindRenewalMovesTheConsumer,
  bindReplayIsUnchanged,
  bindSilentEndpointIsSaid,
  bindSlotsAreToldApart,
  bindSupersededIsDetached,
  bindTellsWhoPointed,
  bindUnbindingTakesOneAway,
  bindUnbindsUndeclaredIsAbsent,
  callsDeclaredWritesAreWrites,
  callsLooksNeverWrite,
  callsOneRequestForOneAttempt,
  callsOnlyWhatIsDeclared,
  callsSlowAnswerIsWaitedFor,
  cancellationBeforeTheImportChangesNothing,
  cancellationInTheMiddleEndsKnown,
  cancellationReachesTheService,
  chainEveryFormBringsIt,
  chainNoneIsNone,
  chainOrderIsKept,
  chainRootIsLeftOut,
  configGivesJsonSchema,
  configPinIsOneSpelling,
  configSecretsAreReferences,
  configUnknownFieldIsRefused,
  contractFindingsAreDeclared,
  contractLetsGoWhenClosed,
  contractManifestSaysWhatItIs,
  contractOpensWithoutARequest,
  crashAfterTheImportIsClosed,
  crashBeforeTheImportIsClosed,
  deadlineIsKept,
  deadlineOneRequestThatHangsIsSentAgain,
  deadlineUnansweredImportIsFound,
  deployDisabledVersionIsNotHeld,
  deployFirstImportIsHeld,
  deployFoundAgainByProvenance,
  deployRenewalAddsAVersion,
  deployRenewalKeepsItsAddress,
  deployRenewalMakesANewAddress,
  deployReplayIsUnchanged,
  deployShowTellsWhatIsHeld,
  deployTwoAtOnceEndKnown,
  deployTwoTargetsDoNotMix,
  discoveryListsWhatIsThere,
  discoveryUndeclaredIsRefused,
  errorsAbsentIsAbsent,
  errorsBrokenReadIsAskedAgain,
  errorsClassifyTakesAnything,
  errorsConflictEndsTheDeploy,
  errorsFailedConditionEndsTheDeploy,
  errorsForbiddenIsNotAbsent,
  errorsLostAnswerIsFound,
  errorsLostFirstAnswerIsFound,
  errorsLostRequestIsLookedFor,
  errorsLostRequestIsNotANeighbour,
  errorsNotThereYetIsWaitedFor,
  errorsOutOfOrderIsNotAbsent,
  errorsRefusedIsNotRepeated,
  errorsRetryAfterIsKept,
  errorsThrottledImportIsSentAgain,
  errorsThrottlingIsBounded,
  errorsTruncatedAnswerIsNotBelieved,
  errorsUnknownCallerIsRefused,
  metricsCountDeploysAndCalls,
  ownershipAnotherInstallationIsRefused,
  ownershipSearchFindsOnlyItsOwn,
  ownershipStrangerIsRefused,
  ownershipTakeOverIsBoundToTheLeaf,
  ownershipUndeclaredSearchIsAbsent,
  ownershipWithoutTagsRecordsDecide,
  packagingBringsItsPapers,
  packagingBringsNoSecret,
  packagingBringsOnlyWhatRuns,
  packagingCanBeListed,
  packagingContractRangeIsOpen,
  packagingDoesNotBringTheEngine,
  packagingEntriesAreThere,
  packagingExportsAPlugin,
  packagingHasTypes,
  packagingImportIsQuiet,
  packagingImportsWhatItDeclares,
  packagingRunsNoScripts,
  packagingSaysItsNode,
  permissionsManifestIsComplete,
  permissionsOptionalOneMissingDegrades,
  permissionsPoliciesGrantWhatIsDeclared,
  permissionsRequiredOneMissingWritesNothing,
  permissionsRequiredWriteMissingLeavesWhatWasHeld,
  proofAnotherLeafIsTakenBack,
  proofFingerprintIsOfTheLeaf,
  proofLateRevisionIsWaitedFor,
  proofLaterVersionIsLeftAlone,
  proofLostChainIsTakenBack,
  proofSameSerialIsNotEnough,
  proofSerialIsHexadecimal,
  proofStaleReadIsWaitedFor,
  proofWhatIsNotShownIsSaid,
  recoveryCommandsNameThePlace,
  recoveryCommandsSendTheImport,
  rollbackBadVersionIsDisabled,
  rollbackBringsTagsBack,
  rollbackFailedTooAndSaysSo,
  rollbackFirstImportIsRemoved,
  rollbackFirstVersionIsDisabled,
  rollbackImpossibleIsSaidBefore,
  rollbackIsCountedOnce,
  rollbackKeyIsReadBack,
  rollbackOnDemand,
  rollbackRestoresWithItsOwnKey,
  rollbackTakesAddedTagsAway,
  rollbackUndeclaredDisableIsAbsent,
  rollbackUndeclaredKeyIsNotGiven,
  rollbackUndeclaredRemoveIsAbsent,
  secretsEchoedRequestIsNotRepeated,
  secretsNoFileIsLeft,
  secretsNoKeyIsSaid,
  servingImportIsServedAtOnce,
  servingUndeclaredUsesNothing,
  tagsChangedValueIsApplied,
  tagsFirstImportCarriesThem,
  tagsLimitsAreTheServicesOwn,
  tagsLostOnesArePutBack,
  tagsNoneWantedAreNoneAdded,
  tagsOperatorsOwnSurvive,
  tagsRefusedOnesTakeTheDeployBack,
  tagsReservedAreRefused,
  tagsSurviveARenewal,
  tagsUndeclaredAreNotKept,
  undeleteIsNeverDoneUnasked,
  undeleteIsTakenBack,
  undeleteRecoversForOneDeploy,
  undeleteUndeclaredIsAbsent,
  writersConsumerTrailsSayWhatTheyShow,
  writersConsumerUndeclaredIsAbsent,
  writersTellsWhoWrote,
  writersTrailsSayWhatTheyShow,
  writersUndeclaredIsAbsent,
];
