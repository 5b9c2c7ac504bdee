using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Customers;

/// <summary>A profile as JSON in one column.</summary>
internal sealed class ProfileJson() : ValueConverter<Profile, string>(
    profile => JsonSerializer.Serialize(profile, ProfileJsonContext.Default.Profile),
    json => JsonSerializer.Deserialize(json, ProfileJsonContext.Default.Profile)!);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Profile))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
