import Foundation

/// One JSON object a line, keys in order and in snake case.
package enum JSONLine {
    package static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Numbers that JSON cannot write (infinity) are the only thing that fails here, and none of ours is one.
        guard let data = try? encoder.encode(value) else { preconditionFailure("what is told cannot be written") }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    package static func decode<Value: Decodable>(_: Value.Type, from line: some Sequence<UInt8>) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(line))
    }
}
