/** Why a case cannot be shown that is about certificates whose renewals have another address. */
export const ADDRESS_KEPT = 'the store here renews under the same address, so that nobody has to move';
