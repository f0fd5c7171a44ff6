/// Makes good what of a code is hidden, burnt out or too blurred, as far as its error correction reaches: codewords that the
/// samples hardly tell count as missing, of which twice as many can be made good as of wrong ones.
struct Corrector: ~Copyable {
    /// A version 40 has as many.
    private static let mostCodewords = 3706
    private static let longestBlock = 255
    /// Codewords of error correction that are left over as a proof where any counted as missing: chance then makes a wrong text
    /// of no more than one code in many millions.
    private static let proof = 3

    private let reedSolomon = ReedSolomon()
    private let codewords = Storage<UInt8>(mostCodewords)
    /// How doubtful each is.
    private let doubts = Storage<Float>(mostCodewords)
    private let block = Storage<UInt8>(longestBlock)
    private let trial = Storage<UInt8>(longestBlock)
    private let order = Storage<Int16>(longestBlock)

    /// Replaces the samples of the codewords by what they must be; false, and all is as before, where that cannot be told.
    func correct(_ samples: inout Samples, _ layout: borrowing Layout) -> Bool {
        let format = FormatReading(samples, isMirrored: false)
        let count = read(samples, layout, mask: format.data & 7)
        let structure = BlockStructure(layout.version, level: format.data >> 3, codewords: count)
        for number in 0..<structure.blocks {
            guard correct(number, structure) else { return false }
        }
        write(&samples, layout, mask: format.data & 7, count)
        return true
    }

    /// Takes the codewords, and gives their number.
    private func read(_ samples: borrowing Samples, _ layout: borrowing Layout, mask: UInt32) -> Int {
        var (bits, byte): (Int, UInt8) = (0, 0)
        var doubt: Float = 0
        layout.followData { x, y in
            let isDark = samples[x, y] > 0
            byte = byte << 1 | (isDark != Self.isMasked(x, y, mask) ? 1 : 0)
            let plainness = min(1, samples.plainness(x, y))
            doubt += (1 - plainness) * (1 - plainness)
            bits += 1
            if bits % 8 == 0 {
                codewords.base[bits / 8 - 1] = byte
                doubts.base[bits / 8 - 1] = doubt
                (byte, doubt) = (0, 0)
            }
        }
        return bits / 8
    }

    private func write(_ samples: inout Samples, _ layout: borrowing Layout, mask: UInt32, _ count: Int) {
        var bits = 0
        layout.followData { x, y in
            // What remains after the last codeword is not set.
            let isSet = bits / 8 < count && codewords.base[bits / 8] >> UInt8(7 - bits % 8) & 1 == 1
            samples[x, y] = isSet != Self.isMasked(x, y, mask) ? 1 : -1
            bits += 1
        }
    }

    /// Corrects one block, with more and more of its most doubtful codewords counted as missing.
    private func correct(_ number: Int, _ structure: BlockStructure) -> Bool {
        let (length, redundancy) = (structure.length(number), structure.redundancy)
        for place in 0..<length { block.base[place] = codewords.base[structure.index(number, place)] }
        sort(number, structure)
        let step = max(2, redundancy / 8)
        for missing in stride(from: 0, through: redundancy - Self.proof, by: step) {
            trial.base.update(from: block.base, count: length)
            guard
                let wrong = reedSolomon.correct(
                    trial.base, length: length, redundancy: redundancy, doubtful: order.base, doubts: missing)
            else { continue }
            let proof = missing == 0 ? structure.protection : Self.proof
            guard 2 * wrong + missing + proof <= redundancy else { continue }
            for place in 0..<length { codewords.base[structure.index(number, place)] = trial.base[place] }
            return true
        }
        return false
    }

    /// Puts the places of a block in order, the most doubtful first, as many as can be missing.
    private func sort(_ number: Int, _ structure: BlockStructure) {
        var count = 0
        for place in 0..<structure.length(number) {
            let doubt = doubts.base[structure.index(number, place)]
            var k = count
            while k > 0, doubts.base[structure.index(number, Int(order.base[k - 1]))] < doubt {
                order.base[k] = order.base[k - 1]
                k -= 1
            }
            order.base[k] = Int16(place)
            count = min(count + 1, ReedSolomon.mostRedundancy)
        }
    }

    /// Whether a mask turns a module over (ISO/IEC 18004, table 10).
    private static func isMasked(_ x: Int, _ y: Int, _ mask: UInt32) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (y / 2 + x / 3) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }
}

extension Layout {
    /// Visits the modules of the codewords in their order: up and down in columns two wide, from the right (ISO/IEC 18004,
    /// 7.7.3).
    func followData(_ visit: (Int, Int) -> Void) {
        var right = side - 1
        var isUpwards = true
        while right > 0 {
            // The timing pattern takes a column of its own.
            if right == 6 { right = 5 }
            for step in 0..<side {
                let y = isUpwards ? side - 1 - step : step
                if role(right, y) == .data { visit(right, y) }
                if role(right - 1, y) == .data { visit(right - 1, y) }
            }
            isUpwards.toggle()
            right -= 2
        }
    }
}
