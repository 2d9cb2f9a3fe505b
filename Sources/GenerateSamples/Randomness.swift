/// Numbers that look random and are the same for the same seed, on every machine (xoshiro256**, seeded by SplitMix64).
struct Randomness: Sendable {
  private var s0, s1, s2, s3: UInt64

  init(seed: UInt64) {
    s0 = scrambled(seed &+ 0x9e37_79b9_7f4a_7c15)
    s1 = scrambled(s0 &+ 0x9e37_79b9_7f4a_7c15)
    s2 = scrambled(s1 &+ 0x9e37_79b9_7f4a_7c15)
    s3 = scrambled(s2 &+ 0x9e37_79b9_7f4a_7c15)
  }

  mutating func next() -> UInt64 {
    let product = s1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A whole number from 0 up to, and without, `limit`.
  mutating func below(_ limit: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(limit)).high)
  }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Like `below`, but small numbers come far more often: a few records get most of the events, as in real accounts.
  mutating func skewed(_ limit: Int) -> Int {
    let u = next() >> 32
    let cube = (((u * u) >> 32) * u) >> 32
    return Int((cube * UInt64(limit)) >> 32)
  }

  /// The index of one weight, drawn in proportion to the weights.
  mutating func weighted(_ weights: [Int]) -> Int {
    var rest = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return weights.count - 1
  }
}

/// The finaliser of SplitMix64: neighbouring inputs give unrelated outputs.
func scrambled(_ input: UInt64) -> UInt64 {
  var z = input
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}
