/// A request as it goes over the socket: a flat JSON object on a line of its own.
package struct RequestLine: Hashable, Sendable {
    /// The version of the protocol that this program speaks.
    static let version = 1
    /// The longest line in bytes, without its line end.
    static let longest = 4096

    package var request: ControlRequest
    /// Comes back in the answer, so that answers are told apart.
    package var id: Int?

    package init(_ request: ControlRequest, id: Int? = nil) {
        self.request = request
        self.id = id
    }

    /// Why a line is no request, and whose answer that is as far as it could be read.
    struct Fault: Error, Hashable {
        var refusal: ControlRefusal
        var id: Int?
    }

    /// Reads one line without its end. What is not understood whole is refused whole: a misspelt `gate` must not open
    /// another one.
    init(_ line: [UInt8]) throws(Fault) {
        guard line.count <= Self.longest else { throw Fault(refusal: .tooLong) }
        var id: Int?
        do throws(ControlRefusal) {
            var fields = try RequestFields(json: line)
            id = try fields.number(ifAny: "id")
            guard fields.agrees("protocol", with: .number(Self.version)) else { throw .unknownProtocol }
            guard let verb = ControlVerb(rawValue: try fields.text("request")) else { throw .unknownRequest }
            let request = try ControlRequest(verb, takingFrom: &fields)
            guard fields.isEmpty else { throw .malformed }
            self.init(request, id: id)
        } catch { throw Fault(refusal: error, id: id) }
    }

    /// The line for it, with its end.
    package func encode() -> [UInt8] {
        var fields = request.fields.compactMapValues(\.self)
        fields["request"] = .text(request.verb.rawValue)
        fields["id"] = id.map { .number($0) }
        return JSONLine.encode(fields)
    }
}
