import QRDrawing
import Testing

@testable import CodeFinding

@Suite struct CorrectionTests {
    /// Corrects a block of zeros, which is one of the code's words as any other, with `wrong` added to it at these places.
    private func corrected(_ wrong: [Int: UInt8], doubtful: [Int16], length: Int = 40, redundancy: Int = 10)
        -> (block: [UInt8], wrong: Int?)
    {
        var block = [UInt8](repeating: 0, count: length)
        for (place, error) in wrong { block[place] = error }
        let found = ReedSolomon().correct(
            &block, length: length, redundancy: redundancy, doubtful: doubtful, doubts: doubtful.count)
        return (block, found)
    }

    @Test func halfAsManyWrongCodewordsAsThereIsRedundancyAreFound() {
        let few = corrected([0: 1, 7: 200, 19: 255, 38: 3, 39: 90], doubtful: [])
        #expect(few.block.allSatisfy { $0 == 0 } && few.wrong == 5)
        #expect(corrected([0: 1, 7: 200, 19: 255, 20: 77, 38: 3, 39: 90], doubtful: []).wrong == nil)
    }

    @Test func asManyMissingOnesAreMadeGood() {
        let places = (0..<10).map { 4 * $0 + 1 }
        let wrong = Dictionary(uniqueKeysWithValues: places.map { ($0, UInt8($0 * 5 + 1)) })
        let missing = corrected(wrong, doubtful: places.map(Int16.init))
        #expect(missing.block.allSatisfy { $0 == 0 } && missing.wrong == 0)
        let mixed = corrected([3: 9, 5: 6, 11: 50, 12: 1, 30: 4], doubtful: [3, 5, 12, 20])
        #expect(mixed.block.allSatisfy { $0 == 0 } && mixed.wrong == 2)
    }

    @Test func blocksOfTheLongestLengthAreCorrectedAtTheirEnds() {
        let ends = corrected([0: 17, 152: 18], doubtful: [], length: 153, redundancy: 30)
        #expect(ends.block.allSatisfy { $0 == 0 } && ends.wrong == 2)
    }

    /// ISO/IEC 18004, table 9: of version 1 at level L two of seven codewords of error correction, and no more, can be wrong; a
    /// third would still be found.
    @Test func whatIsLeftOverAsAProofIsNotUsedUp() throws {
        let version = try #require(Version(1))
        let protections = (1...4).flatMap { number in
            [1, 0, 3, 2].map { BlockStructure(Version(number)!, level: $0, codewords: 26).protection }
        }
        #expect(protections == [3, 2, 1, 1, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        let code = try QRCode(Array("12345".utf8), level: .low)
        try #require(code.side == version.side)
        func drawn(wrong: Int) -> Int {
            var picture = Picture(width: 200, height: 200)
            picture.draw(code) { (($0 - 40) / 5, ($1 - 40) / 5) }
            // Each codeword of the third and fourth column from the right is four modules high.
            for k in 0..<wrong {
                for place in 0..<25 {
                    let (x, y) = (40 + 5 * 18 + place % 5, 40 + 5 * (10 + 4 * k) + place / 5)
                    picture[x, y] = picture[x, y] < 120 ? 220 : 20
                }
            }
            return Redrawer().codes(picture).count
        }
        #expect(drawn(wrong: 2) == 1 && drawn(wrong: 3) == 0)
    }

    @Test func theBlocksOfEveryVersionAndLevelHoldEachCodewordOnce() throws {
        for number in 1...40 {
            let version = try #require(Version(number))
            var layout = Layout()
            layout.prepare(version)
            var modules = 0
            layout.followData { _, _ in modules += 1 }
            for level in UInt32(0)..<4 {
                let structure = BlockStructure(version, level: level, codewords: modules / 8)
                let all = (0..<structure.blocks).flatMap { block in
                    (0..<structure.length(block)).map { structure.index(block, $0) }
                }
                #expect(all.sorted() == Array(0..<modules / 8), "version \(number), level \(level)")
                #expect(structure.redundancy <= ReedSolomon.mostRedundancy)
            }
        }
    }

    /// More than error correction could make good, were it not known what is missing.
    @Test(arguments: [60, 150, 300, 700]) func whatIsBurntOutIsMadeGood(length: Int) throws {
        let code = try QRCode((0..<length).map { UInt8($0 * 37 % 251) }, level: .high)
        let pixels = 4
        let side = (code.side + 12) * pixels
        var picture = Picture(width: side, height: side)
        picture.draw(code) { x, y in (x / Double(pixels) - 6, y / Double(pixels) - 6) }
        let hidden = side / 2 - code.side * pixels / 4..<side / 2 + code.side * pixels / 4
        for y in hidden { for x in hidden { picture[x, y] = 255 } }
        #expect(Redrawer().codes(picture).first?.modules == code.modules)
    }

    /// Finder and timing patterns of a code around what is none.
    @Test func nothingIsMadeUp() throws {
        let code = try QRCode((0..<60).map { UInt8($0 * 37 % 251) })
        var numbers = SystemRandomNumberGenerator()
        for _ in 0..<30 {
            var picture = Picture(width: 300, height: 300)
            picture.draw(code) { x, y in (x / 5 - 6, y / 5 - 6) }
            for y in 9..<code.side {
                for x in 9..<code.side where x < code.side - 9 || y < code.side - 9 {
                    let luma: UInt8 = Bool.random(using: &numbers) ? 20 : 220
                    for place in 0..<25 { picture[5 * (x + 6) + place % 5, 5 * (y + 6) + place / 5] = luma }
                }
            }
            #expect(Redrawer().codes(picture).isEmpty)
        }
    }
}
