using System.Buffers.Binary;
using System.Text;

namespace Modular.Api.Tests.Signals;

/// <summary>A message of protobuf, read without its schema: the fields by their numbers.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Content)> _fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> data)
    {
        while (data.Length > 0)
        {
            var key = ReadVarint(ref data);
            var number = (int)(key >> 3);
            switch ((int)(key & 7))
            {
                case Varint:
                    _fields.Add((number, ReadVarint(ref data), default));
                    break;
                case Fixed64:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(data.Span), default));
                    data = data[8..];
                    break;
                case Bytes:
                    var length = (int)ReadVarint(ref data);
                    _fields.Add((number, 0, data[..length]));
                    data = data[length..];
                    break;
                case Fixed32:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(data.Span), default));
                    data = data[4..];
                    break;
                default:
                    throw new InvalidDataException($"Field {number} has an unknown wire type.");
            }
        }
    }

    public IEnumerable<ProtobufMessage> All(int number) =>
        _fields.Where(field => field.Number == number).Select(field => new ProtobufMessage(field.Content));

    public ProtobufMessage? One(int number) => All(number).FirstOrDefault();

    public string Text(int number) => Encoding.UTF8.GetString(Content(number).Span);

    public string Hex(int number) => Convert.ToHexStringLower(Content(number).Span);

    public ulong Number(int number) => _fields.FirstOrDefault(field => field.Number == number).Value;

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    private ReadOnlyMemory<byte> Content(int number) => _fields.FirstOrDefault(field => field.Number == number).Content;

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> data)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = data.Span[0];
            data = data[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
