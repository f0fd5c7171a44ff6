/// One element of DER (ITU-T X.690): what it is, and where in the bytes it stands.
struct DERElement {
    /// The identifier octet: class, constructed or not, and a tag number below 31.
    let tag: UInt8
    let content: ArraySlice<UInt8>
    /// The element whole, identifier and length with it.
    let whole: ArraySlice<UInt8>

    /// The elements inside it, for a constructed one.
    func children() throws(DERFault) -> [DERElement] {
        guard tag & 0x20 != 0 else { throw .unexpected }
        return try DERReader.elements(content)
    }

    /// The fields of a SEQUENCE.
    func fields() throws(DERFault) -> [DERElement] {
        guard tag == DERTag.sequence else { throw .unexpected }
        return try DERReader.elements(content)
    }

    /// The bits of a BIT STRING that fills whole bytes.
    func bits() throws(DERFault) -> [UInt8] {
        guard tag == DERTag.bitString, content.first == 0 else { throw .unexpected }
        return Array(content.dropFirst())
    }
}

/// The tags that certificates are made of (X.680 section 8.4).
enum DERTag {
    static let boolean: UInt8 = 0x01
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let objectIdentifier: UInt8 = 0x06
    static let utcTime: UInt8 = 0x17
    static let generalizedTime: UInt8 = 0x18
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
    /// `[n]`, constructed.
    static func context(_ number: UInt8) -> UInt8 { 0xA0 | number }
    /// `[n] IMPLICIT` of something primitive.
    static func implicit(_ number: UInt8) -> UInt8 { 0x80 | number }
}

enum DERFault: Error {
    case truncated
    case trailingBytes
    /// A length that is not in its shortest definite form, or a tag of more than one byte.
    case badForm
    case tooManyElements
    /// Well formed, and not what stands here in a certificate.
    case unexpected
}

/// Reads DER one level at a time: nothing recurses by itself, so depth is what the caller asks for.
enum DERReader {
    /// A certificate has a handful at each level; the names of a large organisation two dozen.
    private static let maximumElements = 256

    /// Exactly one element.
    static func element(_ bytes: ArraySlice<UInt8>) throws(DERFault) -> DERElement {
        let (element, rest) = try first(of: bytes)
        guard rest.isEmpty else { throw .trailingBytes }
        return element
    }

    /// Elements one after the other to the end.
    static func elements(_ bytes: ArraySlice<UInt8>) throws(DERFault) -> [DERElement] {
        var elements: [DERElement] = []
        var rest = bytes
        while !rest.isEmpty {
            guard elements.count < maximumElements else { throw .tooManyElements }
            let (element, after) = try first(of: rest)
            elements.append(element)
            rest = after
        }
        return elements
    }

    private static func first(of bytes: ArraySlice<UInt8>) throws(DERFault) -> (DERElement, ArraySlice<UInt8>) {
        guard bytes.count >= 2 else { throw .truncated }
        let tag = bytes[bytes.startIndex]
        guard tag & 0x1F != 0x1F else { throw .badForm }
        var at = bytes.startIndex + 2
        var length = Int(bytes[bytes.startIndex + 1])
        if length >= 0x80 {
            let width = length - 0x80
            guard (1...3).contains(width) else { throw .badForm }
            guard bytes.endIndex - at >= width else { throw .truncated }
            length = bytes[at..<at + width].reduce(0) { $0 << 8 | Int($1) }
            guard length >= 0x80, length >> (8 * (width - 1)) != 0 else { throw .badForm }
            at += width
        }
        guard bytes.endIndex - at >= length else { throw .truncated }
        let end = at + length
        return (DERElement(tag: tag, content: bytes[at..<end], whole: bytes[bytes.startIndex..<end]), bytes[end...])
    }
}
