using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Modular.Infrastructure;

/// <summary>Binds a configuration section, and refuses names that the options do not have: a typo must not leave a default in force.</summary>
internal static class StrictBinding
{
    /// <summary>Sets options of <typeparamref name="TOptions"/> from <paramref name="section"/>.</summary>
    /// <exception cref="ConfigurationException">The section has a setting that the options do not have.</exception>
    public static Action<TOptions> BindStrictly<TOptions>(this IConfigurationSection section)
        where TOptions : class
    {
        var properties = typeof(TOptions).GetProperties();
        var known = properties.Select(property => property.Name).Order(StringComparer.Ordinal).ToList();
        var problems = new ConfigurationProblems();
        foreach (var unknown in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add($"{unknown.Path} is no setting of this kind. Known: {string.Join(", ", known)}.");
        }

        foreach (var list in properties.Where(property => IsCollection(property) && !string.IsNullOrEmpty(section[property.Name])))
        {
            problems.Add($"{section.Path}:{list.Name} is a list: set {section.Path}:{list.Name}:<entry>, like {list.Name}:0.");
        }

        problems.ThrowIfAny();
        return options =>
        {
            try
            {
                section.Bind(options);
            }
            catch (InvalidOperationException unreadable)
            {
                // The framework collects these, so that the options of other sections are checked too.
                throw new OptionsValidationException(section.Path, typeof(TOptions), [unreadable.Message]);
            }
        };
    }

    private static bool IsCollection(PropertyInfo property) =>
        property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
}
