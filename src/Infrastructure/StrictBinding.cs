using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Modular.Infrastructure;

/// <summary>Binds a configuration section, and refuses what the options do not have: a typo must not be a silent default.</summary>
internal static class StrictBinding
{
    /// <summary>Sets options of <typeparamref name="TOptions"/> from <paramref name="section"/>.</summary>
    /// <exception cref="ConfigurationException">The section has a setting that the options do not have.</exception>
    public static Action<TOptions> BindStrictly<TOptions>(this IConfigurationSection section)
        where TOptions : class
    {
        var known = typeof(TOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal).ToList();
        if (section.GetChildren().FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ConfigurationException($"{unknown.Path} is no setting of this kind. Known: {string.Join(", ", known)}.");
        }

        if (typeof(TOptions).GetProperties().FirstOrDefault(property => IsCollection(property) && !string.IsNullOrEmpty(section[property.Name])) is { } list)
        {
            throw new ConfigurationException($"{section.Path}:{list.Name} is a list: set {section.Path}:{list.Name}:<entry>, like {list.Name}:0.");
        }

        return options =>
        {
            try
            {
                section.Bind(options);
            }
            catch (InvalidOperationException unreadable)
            {
                throw new ConfigurationException(unreadable.Message);
            }
        };
    }

    private static bool IsCollection(PropertyInfo property) =>
        property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
}
