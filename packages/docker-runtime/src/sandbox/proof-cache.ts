import type { IsolationProof } from "@moat/core";

/** Where proofs are remembered between processes. A cache that cannot be read or written is one that is empty. */
export interface ProofCache {
  /** The proof under a key; undefined for one that is not there, or cannot be read. Never throws. */
  read(key: string): Promise<IsolationProof | undefined>;
  /** Remembers a proof, where that is possible. Never throws. */
  write(key: string, proof: IsolationProof): Promise<void>;
}

/** Remembers proofs for as long as the process lives. */
export function memoryProofCache(): ProofCache {
  const proofs = new Map<string, IsolationProof>();
  return {
    read: (key) => Promise.resolve(proofs.get(key)),
    write: (key, proof) => {
      proofs.set(key, proof);
      return Promise.resolve();
    },
  };
}
