/// Corrects blocks of codewords of which some are known to be doubtful: `redundancy` codewords of error correction make good
/// as many doubtful ones, or half as many wrong ones at places that nobody knows.
struct ReedSolomon: ~Copyable {
    /// No code has blocks with more codewords of error correction.
    static let mostRedundancy = 30

    private let field = GaloisField()
    private let syndromes = Storage<UInt8>(mostRedundancy)
    // Polynomials, the constant first.
    private let locator = Storage<UInt8>(mostRedundancy + 1)
    private let previous = Storage<UInt8>(mostRedundancy + 1)
    private let next = Storage<UInt8>(mostRedundancy + 1)
    private let evaluator = Storage<UInt8>(mostRedundancy)
    private let wrong = Storage<Int16>(mostRedundancy)

    /// Corrects the block where it can, given the places of `doubts` doubtful codewords; else leaves it as it is. Gives how
    /// many of the others were wrong.
    func correct(
        _ block: UnsafeMutablePointer<UInt8>, length: Int, redundancy: Int, doubtful: UnsafePointer<Int16>, doubts: Int
    ) -> Int? {
        guard takeSyndromes(block, length, redundancy) else { return 0 }
        let degree = findLocator(length, redundancy, doubtful, doubts)
        guard degree <= redundancy, findPlaces(length, redundancy, degree) else { return nil }
        evaluate(redundancy)
        for k in 0..<degree {
            let place = length - 1 - Int(wrong.base[k])
            guard let error = error(at: place, degree) else { return nil }
            block[Int(wrong.base[k])] ^= error
        }
        return degree - doubts
    }

    /// Whether there is any error.
    private func takeSyndromes(_ block: UnsafeMutablePointer<UInt8>, _ length: Int, _ redundancy: Int) -> Bool {
        var any: UInt8 = 0
        for k in 0..<redundancy {
            let root = field.power(k)
            var sum: UInt8 = 0
            for place in 0..<length { sum = field.product(sum, root) ^ block[place] }
            syndromes.base[k] = sum
            any |= sum
        }
        return any != 0
    }

    /// The polynomial whose roots tell the wrong places, by Berlekamp and Massey, begun with the doubtful ones. Gives its
    /// degree.
    private func findLocator(_ length: Int, _ redundancy: Int, _ doubtful: UnsafePointer<Int16>, _ doubts: Int) -> Int {
        for k in 0...redundancy { locator.base[k] = k == 0 ? 1 : 0 }
        for k in 0..<doubts {
            let root = field.power(length - 1 - Int(doubtful[k]))
            for i in stride(from: k + 1, to: 0, by: -1) {
                locator.base[i] ^= field.product(root, locator.base[i - 1])
            }
        }
        previous.base.update(from: locator.base, count: redundancy + 1)
        var errors = doubts
        for round in doubts..<redundancy {
            var discrepancy: UInt8 = 0
            for k in 0...round { discrepancy ^= field.product(locator.base[k], syndromes.base[round - k]) }
            next.base[0] = locator.base[0]
            for k in 0..<redundancy {
                next.base[k + 1] = locator.base[k + 1] ^ field.product(discrepancy, previous.base[k])
            }
            if discrepancy != 0, 2 * errors <= round + doubts {
                errors = round + 1 + doubts - errors
                for k in 0...redundancy { previous.base[k] = field.quotient(locator.base[k], discrepancy) }
            } else {
                for k in stride(from: redundancy, to: 0, by: -1) { previous.base[k] = previous.base[k - 1] }
                previous.base[0] = 0
            }
            locator.base.update(from: next.base, count: redundancy + 1)
        }
        var degree = redundancy
        while degree > 0, locator.base[degree] == 0 { degree -= 1 }
        return degree
    }

    /// Finds the roots, and says whether there are as many as the degree tells.
    private func findPlaces(_ length: Int, _ redundancy: Int, _ degree: Int) -> Bool {
        var count = 0
        for place in 0..<length where value(locator.base, degree, at: inverse(length - 1 - place)) == 0 {
            guard count < degree else { return false }
            wrong.base[count] = Int16(place)
            count += 1
        }
        return count == degree
    }

    private func evaluate(_ redundancy: Int) {
        for k in 0..<redundancy {
            var sum: UInt8 = 0
            for i in 0...k { sum ^= field.product(locator.base[i], syndromes.base[k - i]) }
            evaluator.base[k] = sum
        }
    }

    /// What is wrong with the codeword that many places from the end, by Forney.
    private func error(at place: Int, _ degree: Int) -> UInt8? {
        let root = inverse(place)
        var slope: UInt8 = 0
        for k in stride(from: degree - (degree % 2 == 0 ? 1 : 0), to: 0, by: -2) {
            slope = field.product(field.product(slope, root), root) ^ locator.base[k]
        }
        guard slope != 0 else { return nil }
        let value = value(evaluator.base, degree - 1, at: root)
        return field.product(field.power(place), field.quotient(value, slope))
    }

    @inline(__always)
    private func inverse(_ place: Int) -> UInt8 { field.power(255 - place % 255) }

    @inline(__always)
    private func value(_ polynomial: UnsafeMutablePointer<UInt8>, _ degree: Int, at point: UInt8) -> UInt8 {
        var value: UInt8 = 0
        for k in stride(from: degree, through: 0, by: -1) { value = field.product(value, point) ^ polynomial[k] }
        return value
    }
}
