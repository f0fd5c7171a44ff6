/// How the codewords of a code are shared out among blocks, each with error correction of its own (ISO/IEC 18004, table 9).
struct BlockStructure {
    /// Codewords of error correction in each block.
    let redundancy: Int
    let blocks: Int
    /// Codewords of error correction that are left over so that chance hardly makes a wrong text: p of the table.
    let protection: Int
    /// Codewords of data in each of the first blocks; the last ones have one more.
    private let shortData: Int
    private let shortBlocks: Int

    /// The structure of a version with so many `codewords`; `level` as the format information has it.
    init(_ version: Version, level: UInt32, codewords: Int) {
        // L is 1, M 0, Q 3 and H 2.
        let row = Int((level & 3) ^ 1) * Version.most + version.number - 1
        redundancy = Self.redundancies.withUTF8Buffer { Self.number($0[row]) }
        blocks = Self.blockCounts.withUTF8Buffer { Self.number($0[row]) }
        protection =
            switch (version.number, (level & 3) ^ 1) {
            case (1, 0): 3
            case (1, 1), (2, 0): 2
            case (1, _), (3, 0): 1
            default: 0
            }
        let data = codewords - blocks * redundancy
        shortData = data / blocks
        shortBlocks = blocks - data % blocks
    }

    /// Codewords in a block.
    func length(_ block: Int) -> Int { shortData + (block < shortBlocks ? 0 : 1) + redundancy }

    /// Where in the sequence in which the code is drawn the codeword at `place` of a block stands: the blocks take turns.
    func index(_ block: Int, _ place: Int) -> Int {
        let data = length(block) - redundancy
        let long = blocks - shortBlocks
        if place >= data { return shortData * blocks + long + (place - data) * blocks + block }
        return place < shortData ? place * blocks + block : shortData * blocks + block - shortBlocks
    }

    // One character for each version, of the levels L, M, Q and H one after the other, counted from "%".
    private static func number(_ character: UInt8) -> Int { Int(character - UInt8(ascii: "%")) }
    private static let redundancies: StaticString = """
        ,/49?79=C79=?C;=ACAAAACC?ACCCCCCCCCCCCCC\
        /5?7=57;;?C;;==AA????AAAAAAAAAAAAAAAAAAA\
        2;7?7=7;9=A?=9C=AA?CACCCCACCCCCCCCCCCCCC\
        6A;5;A??=A=A;==CAA?AC=CCCCCCCCCCCCCCCCCC
        """
    private static let blockCounts: StaticString = """
        &&&&&'''')))))++++,--../111234567889:;=>\
        &&&'')))***-..//02356679:<>?ABDFHJKMPRTV\
        &&''))++---/151657:9<<>@BGGHKMPRUXZ]`cfi\
        &&')))*+--0055758:>>>GCEHJMORUX[^adgkorv
        """
}
